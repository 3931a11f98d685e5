"""Serve a site on loopback: web server, front server, worker and scheduler."""

import urllib.request

from devbench import processes, services, site
from devbench.bench import shell
from devbench.console import step
from devbench.paths import RUN, SITES, SOURCE

GUNICORN = "--workers 2 --threads 4 --worker-class gthread --timeout 120 --graceful-timeout 5 --preload"


def group_of(name):
	return f"site-{name}"


def serve(bench, name, *, background, port=None):
	"""Serve the site `name`, restarted if the app's code changed; return its address once it responds.

	`background`: with a worker and the scheduler. `port`: the one that the user asked for.
	"""
	group = group_of(name)
	with step(f"Serving “{name}”") as current:
		url, code = address(name), site.code_state()
		stamp = RUN / f"{group}.code"
		same = stamp.exists() and stamp.read_text() == code and (not port or url.endswith(f":{port}"))
		if same and processes.pids(group) and ping(url):
			current.already("running")
			return url
		processes.stop(group)
		if port:
			processes.choose_port(group, "front", port)
		ports = processes.ports(group, ("front", "web"))
		site.set_address(name, address(name))
		processes.start(
			group,
			_commands(bench, name, ports, background),
			python=bench.python,
			env=site.env(bench, name),
			ready=lambda: ping(address(name)),
		)
		processes.replace(stamp, code)
		return address(name)


def stop(name):
	processes.stop(group_of(name))


def address(name):
	return f"http://{processes.HOST}:{processes.ports(group_of(name), ('front', 'web'))['front']}"


def ping(url):
	"""Return whether Frappe itself responds there."""
	try:
		with urllib.request.urlopen(f"{url}/api/method/ping", timeout=30) as answer:
			return answer.status == 200
	except OSError:
		return False


def _commands(bench, name, ports, background):
	redis = services.redis_url(processes.ports(services.GROUP, ("redis",)), 0)
	in_sites = shell("env", "-C", SITES)
	web = shell(bench.python, "-m", "gunicorn", "--bind", f"{processes.HOST}:{ports['web']}")
	front = shell("node", SOURCE / "front.mjs", name, ports["front"], ports["web"], redis, SITES)
	commands = {"web": f"{in_sites} {web} {GUNICORN} frappe.app:application", "front": front}
	if background:
		worker = shell(*bench.command("worker", "--queue", "short,default,long"))
		commands["worker"] = f"{in_sites} {worker}"
		commands["scheduler"] = f"{in_sites} {shell(*bench.command('schedule'))}"
	return commands

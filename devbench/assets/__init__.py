"""The Node packages and the browser's asset bundles: the engine's cached, the app's built when they changed."""

import json
import os
import shutil
from pathlib import Path

from devbench import cache
from devbench.console import run, step
from devbench.paths import APP, APPS, ROOT, RUN, SITES

HERE = Path(__file__).parent
BUILDER = HERE / "build.mjs"
NPM_CI = ["npm", "ci", "--legacy-peer-deps", "--no-audit", "--no-fund", "--ignore-scripts"]


def node_modules():
	"""The cached folder of the Node packages that the engine's assets and the front server use."""
	with step("Node packages") as current:
		made_from = cache.key(HERE / "package.json", HERE / "package-lock.json", os.uname().machine)
		folder, cached = cache.entry("node", made_from, _install)
		current.note = "cached" if cached else ""
	return folder / "node_modules"


def _install(folder):
	for name in ("package.json", "package-lock.json"):
		shutil.copy(HERE / name, folder)
	run("Installing Node packages", NPM_CI, log="npm", cwd=folder)


def ensure(engine, modules):
	"""Link the engine's cached assets and the app's, built if they changed, where the server looks for them."""
	with step("Assets") as current:
		made_from = cache.key(engine.name, modules.parent.name, BUILDER)
		built, cached = cache.entry("assets", made_from, lambda folder: _build("frappe", modules, folder))
		rebuilt = _build_app(modules)
		_link(SITES / "assets/frappe", {**_children(engine / "frappe/public"), "dist": built / "dist", "node_modules": modules})
		_link(SITES / "assets" / APP, _children(ROOT / APP / "public"))
		_write_manifests(built, _app_output())
		current.note = ", ".join(text for text, true in (("engine cached", cached), ("app unchanged", not rebuilt)) if true)


def _app_output():
	return RUN / "app-assets"


def _build_app(modules):
	"""Build the app's bundles if their sources changed since the last time; whether it did."""
	package = ROOT / "package.json"
	public = ROOT / APP / "public"
	sources = sorted(f for f in public.rglob("*") if f.is_file() and "dist" not in f.relative_to(public).parts[:1])
	locks = [f for f in (package, ROOT / "package-lock.json") if f.exists()]
	made_from = cache.key(BUILDER, modules.parent.name, *(part for f in (*sources, *locks) for part in (f.name, f)))
	stamp = _app_output() / "made-from"
	if stamp.exists() and stamp.read_text() == made_from:
		return False
	if package.exists():
		run("Installing the app's Node packages", NPM_CI, log="npm-app", cwd=ROOT)
	shutil.rmtree(_app_output(), ignore_errors=True)
	_build(APP, modules, _app_output())
	if public.exists():
		shutil.rmtree(public / "dist", ignore_errors=True)
		(_app_output() / "dist").rename(public / "dist")
	stamp.write_text(made_from)
	return True


def _build(app, modules, folder):
	run(f"Building the assets of {app}", ["node", BUILDER, app, APPS, modules, folder], log=f"assets-{app}")


def _children(folder):
	return {child.name: child for child in folder.iterdir()} if folder.exists() else {}


def _link(folder, targets):
	folder.mkdir(parents=True, exist_ok=True)
	for link in folder.iterdir():
		if link.name not in targets:
			link.unlink()
	for name, target in targets.items():
		link = folder / name
		if not link.is_symlink() or Path(os.readlink(link)) != target:
			link.unlink(missing_ok=True)
			link.symlink_to(target)


def _write_manifests(*outputs):
	parts = [json.loads((output / "manifest.json").read_text()) for output in outputs]
	for name, kind in (("assets.json", "assets"), ("assets-rtl.json", "rtl")):
		merged = {bundle: address for part in parts for bundle, address in part[kind].items()}
		(SITES / "assets" / name).write_text(json.dumps(merged, indent="\t"))

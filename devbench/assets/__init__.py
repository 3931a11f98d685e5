"""The Node packages and asset bundles: the engine's are cached, the app's are built when their sources change."""

import json
import os
import shutil
from pathlib import Path

from devbench import cache
from devbench.console import run, step
from devbench.paths import APP, APPS, ROOT, RUN, SITES

HERE = Path(__file__).parent
BUILDER = HERE / "build.mjs"
PUBLIC = ROOT / APP / "public"
APP_OUTPUT = RUN / "app-assets"
NPM_CI = ["npm", "ci", "--legacy-peer-deps", "--no-audit", "--no-fund", "--ignore-scripts"]


def node_modules():
	"""Return the cached folder of Node packages for the engine's assets and the front server."""
	with step("Node packages") as current:
		made_from = cache.key(HERE / "package.json", HERE / "package-lock.json", os.uname().machine)
		folder, cached = cache.entry("node", made_from, _install)
		if cached:
			current.already("cached")
	return folder / "node_modules"


def _install(folder):
	for name in ("package.json", "package-lock.json"):
		shutil.copy(HERE / name, folder)
	run("Installing Node packages", NPM_CI, log="npm", cwd=folder)


def ensure(engine, modules):
	"""Link the engine's cached assets and the app's where the server looks for them; build the app's if they changed."""
	with step("Assets") as current:
		made_from = cache.key(engine.name, modules.parent.name, BUILDER)
		built, cached = cache.entry("assets", made_from, lambda folder: _build("frappe", modules, folder))
		rebuilt = _build_app(modules)
		engine_files = {
			**_children(engine / "frappe/public"),
			"dist": built / "dist",
			"node_modules": modules,
		}
		_link(SITES / "assets/frappe", engine_files)
		_link(SITES / "assets" / APP, _children(PUBLIC))
		_write_manifests(built, APP_OUTPUT)
		if cached and not rebuilt:
			current.already("unchanged")


def _build_app(modules):
	"""Build the app's bundles if their sources changed since the last build; return whether it did."""
	app_modules = _install_for_app()
	sources = sorted(f for f in PUBLIC.rglob("*") if f.is_file() and f.relative_to(PUBLIC).parts[0] != "dist")
	made_from = cache.key(
		BUILDER, modules.parent.name, app_modules, *(part for f in sources for part in (str(f), f))
	)
	stamp = APP_OUTPUT / "made-from"
	if stamp.exists() and stamp.read_text() == made_from and (PUBLIC / "dist").exists():
		return False
	shutil.rmtree(APP_OUTPUT, ignore_errors=True)
	_build(APP, modules, APP_OUTPUT)
	PUBLIC.mkdir(exist_ok=True)
	shutil.rmtree(PUBLIC / "dist", ignore_errors=True)
	(APP_OUTPUT / "dist").rename(PUBLIC / "dist")
	stamp.write_text(made_from)
	return True


def _install_for_app():
	"""Install the app's own Node packages if it has any and they changed; return a hash of them."""
	package, lock, modules = ROOT / "package.json", ROOT / "package-lock.json", ROOT / "node_modules"
	if not package.exists():
		return ""
	made_from, stamp = cache.key(package, lock), modules / ".made-from"
	if not stamp.exists() or stamp.read_text() != made_from:
		run("Installing the app's Node packages", NPM_CI, log="npm-app", cwd=ROOT)
		stamp.write_text(made_from)
	return made_from


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

"""The engine: a complete Frappe that the package registry has under another name, with its names restored.

It is the v15 development tree of August 2023. Only that one file is accepted. Use it for trying and testing the
app on this machine, never for live data.
"""

import hashlib
import os
import sys
import zipfile

from devbench import cache, environment
from devbench.console import Problem, run, step

DISTRIBUTION = "criscostack"
VERSION = "1.0.0"
SHA256 = "dc58aaf29c59b7666edc953596e5b31f77d7286b2ed6b14c6a205b217c210349"
RESTORED_VERSION = "15.0.0.dev0"

# In order: longer names first. The word "frappe" is nowhere in the file, so nothing can be mixed up.
NAMES = (
	(b"Criscoerp", b"ERPNext"),
	(b"criscoerp", b"erpnext"),
	(b"CRISCOERP", b"ERPNEXT"),
	(b"CRISCOSTACK", b"FRAPPE"),
	(b"Criscostack", b"Frappe"),
	(b"criscostack", b"frappe"),
	(b"Crisco", b"Frappe"),
	(b"crisco", b"frappe"),
	(b"brik_helper", b"bench_helper"),
)

# The registry's date picker is not the variant with seconds that Frappe's own build takes from elsewhere.
_SECONDS = (
	b'if (this.datepicker.opts.timeFormat.indexOf("s") == -1) {',
	b'if (this.datepicker.timepicker.$seconds && this.datepicker.opts.timeFormat.indexOf("s") == -1) {',
)
CORRECTIONS = {
	"frappe/public/js/frappe/form/controls/datetime.js": _SECONDS,
	"frappe/public/js/frappe/form/controls/time.js": _SECONDS,
	# Frappe hands pydantic its settings as a class; pydantic 2.8, which newer Pythons need, takes only a mapping.
	"frappe/utils/typing_validations.py": (
		b"class FrappePydanticConfig:\n\tarbitrary_types_allowed = True\n",
		b'FrappePydanticConfig = {"arbitrary_types_allowed": True}\n',
	),
}


def ensure():
	"""Return the folder with the engine's package `frappe`, compiled for this Python."""
	with step("Engine") as current:
		made_from = cache.key(SHA256, NAMES, CORRECTIONS, RESTORED_VERSION, environment.python_tag())
		folder, cached = cache.entry("engine", made_from, _build)
		if cached:
			current.already("cached")
	return folder


def _build(folder):
	wheel = _download(folder)
	check(wheel)
	restore(wheel, folder)
	wheel.unlink()
	_compile(folder)
	for file in (folder / "frappe").rglob("*"):
		if file.is_file():
			file.chmod(0o444)


def _download(folder):
	requirement = f"{DISTRIBUTION}=={VERSION}"
	pip = [environment.tool("python"), "-m", "pip"]
	command = [*pip, "download", "--no-deps", "--dest", folder, requirement]
	run("Downloading the engine", command, log="engine-download")
	return next(folder.glob("*.whl"))


def check(wheel):
	"""Refuse any file except the pinned one."""
	found = hashlib.sha256(wheel.read_bytes()).hexdigest()
	if found != SHA256:
		raise Problem(
			f"{wheel.name} is not the engine that this bench was made for, so it is not used.\n"
			f"    expected sha256 {SHA256}\n    found           {found}\n"
			"Ask the registry's keeper why the file differs; do not go round this check."
		)


def restore(wheel, folder):
	"""Unpack `wheel` into `folder` with every name restored, in the files and in their names."""
	with zipfile.ZipFile(wheel) as archive:
		for member in archive.infolist():
			if member.is_dir() or member.filename.endswith(".dist-info/RECORD"):
				continue
			name = _with_names(member.filename.encode()).decode()
			path = folder / name.replace(f"-{VERSION}.dist-info", f"-{RESTORED_VERSION}.dist-info")
			path.parent.mkdir(parents=True, exist_ok=True)
			path.write_bytes(_corrected(name, _with_names(archive.read(member))))


def _with_names(content):
	for other, name in NAMES:
		content = content.replace(other, name)
	return content


def _corrected(name, content):
	if name.endswith(".dist-info/METADATA"):
		return content.replace(f"Version: {VERSION}".encode(), f"Version: {RESTORED_VERSION}".encode(), 1)
	if name in CORRECTIONS:
		old, new = CORRECTIONS[name]
		if old not in content:
			raise Problem(f"The engine's file {name} is not as expected, so it can't be corrected.")
		return content.replace(old, new)
	return content


def _compile(folder):
	command = [sys.executable, "-m", "compileall", "-q", "-j", os.cpu_count() or 1, folder / "frappe"]
	run("Compiling the engine", command, log="engine-compile")

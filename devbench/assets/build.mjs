// Builds the asset bundles of one Frappe app, as `bench build` would, on an engine that lacks Frappe's own builder.
//
//   node build.mjs APP APPS_FOLDER NODE_MODULES OUT
//
// APPS_FOLDER/APP/APP/public/**/*.bundle.* become OUT/dist/{js,css,css-rtl}; OUT/manifest.json says under which
// address each bundle is served. NODE_MODULES holds what the engine needs; an app's own node_modules come first.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [app, apps, engineModules, out] = process.argv.slice(2);
const require = createRequire(path.join(engineModules, "index.js"));
const esbuild = require("esbuild");
const sass = require("sass");
const postcss = require("postcss");
const autoprefixer = require("autoprefixer");
const rtlcss = require("rtlcss");
const glob = require("fast-glob");
const vue = require("@vue/compiler-sfc");

const appRoot = fs.realpathSync(path.join(apps, app));
const engineRoot = fs.realpathSync(path.join(apps, "frappe"));
const publicFolder = path.join(appRoot, app, "public");
const moduleFolders = [path.join(appRoot, "node_modules"), engineModules].filter(fs.existsSync);
const searched = [appRoot, engineRoot, ...moduleFolders];
const address = `/assets/${app}/dist`;
const manifest = { assets: {}, rtl: {} };

const digest = (text) => crypto.createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
const firstExisting = (candidates) => candidates.find((file) => fs.existsSync(file) && fs.statSync(file).isFile());
const bundles = (kinds) =>
	glob.sync(`**/*.bundle.{${kinds}}`, { cwd: publicFolder, absolute: true, ignore: ["node_modules/**", "dist/**"] });

// `~package/file` is a file of a Node package; Sass itself finds the rest, and endings and partials.
const sassImporter = {
	findFileUrl(url) {
		if (!url.startsWith("~")) return null;
		const folder = moduleFolders.find((modules) => fs.existsSync(path.join(modules, path.dirname(url.slice(1)))));
		return folder ? pathToFileURL(path.join(folder, url.slice(1))) : null;
	},
};
const sassOptions = (file) => ({
	importers: [sassImporter],
	loadPaths: [path.dirname(file), ...searched],
	quietDeps: true,
	logger: sass.Logger.silent,
});

// HTML files imported by scripts become entries of `frappe.templates`.
const templates = {
	name: "templates",
	setup(build) {
		build.onLoad({ filter: /\.html$/ }, ({ path: file }) => {
			const html = fs.readFileSync(file, "utf8").replace(/\s+/g, " ").replace(/<!--.*?-->/g, "");
			const name = JSON.stringify(path.basename(file, ".html"));
			// Frappe's own build puts the text between back-quotes, and some templates count on their escapes being read.
			const literal = "`" + html.replaceAll("`", "\\`") + "`";
			return { contents: `frappe.templates[${name}] = ${literal};`, loader: "js" };
		});
	},
};

// What the server serves at a fixed address stays as it is.
const servedAsIs = {
	name: "served-as-is",
	setup(build) {
		build.onResolve({ filter: /^\/(assets|files)\// }, ({ path: url }) => ({ path: url, external: true }));
	},
};

const vueComponents = {
	name: "vue-components",
	setup(build) {
		build.onLoad({ filter: /\.vue$/ }, ({ path: file }) => ({
			contents: compileComponent(file),
			loader: "js",
			resolveDir: path.dirname(file),
		}));
	},
};

function compileComponent(file) {
	const source = fs.readFileSync(file, "utf8");
	const { descriptor, errors } = vue.parse(source, { filename: file });
	if (errors.length) throw errors[0];
	const id = `data-v-${digest(path.relative(appRoot, file)).toLowerCase()}`;
	const scoped = descriptor.styles.some((style) => style.scoped);
	const template = { id, scoped, compilerOptions: { scopeId: scoped ? id : undefined } };
	const parts = [
		descriptor.script || descriptor.scriptSetup
			? vue.compileScript(descriptor, {
					id,
					inlineTemplate: Boolean(descriptor.scriptSetup),
					genDefaultAs: "component",
					templateOptions: template,
			  }).content
			: "const component = {};",
	];
	if (descriptor.template && !descriptor.scriptSetup) {
		const { code } = vue.compileTemplate({ ...template, source: descriptor.template.content, filename: file });
		parts.push(code.replace("export function render", "function render"), "component.render = render;");
	}
	if (scoped) parts.push(`component.__scopeId = ${JSON.stringify(id)};`);
	const css = descriptor.styles.map((style) => compileComponentStyle(style, file, id)).join("");
	if (css) {
		const element = 'Object.assign(document.createElement("style"), { textContent: ' + JSON.stringify(css) + " })";
		parts.push(`document.head.append(${element});`);
	}
	parts.push("export default component;");
	return parts.join("\n");
}

function compileComponentStyle(style, file, id) {
	const plain = ["scss", "sass"].includes(style.lang)
		? sass.compileString(style.content, { ...sassOptions(file), url: pathToFileURL(file), importer: sassImporter }).css
		: style.content;
	const source = plain.replace(/@import\s+(?:url\()?["']([^"']+)["']\)?;/g, (statement, url) => {
		const found = firstExisting(moduleFolders.map((modules) => path.join(modules, url.replace(/^~/, ""))));
		return found ? fs.readFileSync(found, "utf8") : statement;
	});
	return vue.compileStyle({ source, filename: file, id, scoped: style.scoped }).code;
}

// Sass joins partials without rewriting their url(…): a relative address is looked for beside the bundle, then beside
// every stylesheet of the app's public folder.
const relativeAddresses = (bundle) => {
	const styleFolders = new Set(
		glob.sync("**/*.{css,scss}", { cwd: publicFolder, absolute: true, ignore: ["dist/**"] }).map((f) => path.dirname(f))
	);
	return {
		name: "relative-addresses",
		setup(build) {
			build.onResolve({ filter: /^\.\.?\// }, ({ path: url }) => {
				const file = url.replace(/[?#].*$/, "");
				const folders = [path.dirname(bundle), ...styleFolders];
				const found = firstExisting(folders.map((folder) => path.resolve(folder, file)));
				return found ? { path: found } : { path: url, external: true };
			});
		},
	};
};

const common = {
	bundle: true,
	minify: true,
	metafile: true,
	logLevel: "warning",
	target: ["es2018"],
	nodePaths: searched,
	define: {
		"process.env.NODE_ENV": '"production"',
		__VUE_OPTIONS_API__: "true",
		__VUE_PROD_DEVTOOLS__: "false",
		global: "window",
	},
	loader: {
		".svg": "dataurl",
		".png": "dataurl",
		".woff": "file",
		".woff2": "file",
		".ttf": "file",
		".eot": "file",
		".otf": "file",
	},
	entryNames: "[name].[hash]",
	assetNames: "[name].[hash]",
};

async function buildScripts() {
	const entryPoints = bundles("js,ts,jsx,tsx");
	if (!entryPoints.length) return 0;
	const { metafile } = await esbuild.build({
		...common,
		entryPoints,
		outdir: path.join(out, "dist/js"),
		publicPath: `${address}/js`,
		format: "iife",
		plugins: [servedAsIs, templates, vueComponents],
	});
	for (const file of Object.keys(metafile.outputs)) {
		const [, name, ending] = path.basename(file).match(/^(.*\.bundle)\.[A-Z0-9]{8}\.(js|css)$/) ?? [];
		if (!name) continue;
		manifest.assets[`${name}.${ending}`] = `${address}/js/${path.basename(file)}`;
		if (ending === "css") manifest.rtl[`rtl_${name}.css`] = `${address}/js/${path.basename(file)}`;
	}
	return entryPoints.length;
}

async function buildStyle(file) {
	const name = path.basename(file).replace(/\.(scss|sass|css)$/, "");
	const compiled = sass.compile(file, sassOptions(file)).css;
	const prefixed = await postcss([autoprefixer]).process(compiled, { from: file, map: false });
	const { outputFiles } = await esbuild.build({
		...common,
		stdin: { contents: prefixed.css, loader: "css", resolveDir: path.dirname(file) },
		write: false,
		outdir: path.join(out, "dist/css"),
		publicPath: `${address}/css`,
		plugins: [servedAsIs, relativeAddresses(file)],
	});
	for (const output of outputFiles) {
		if (output.path.endsWith(".css")) {
			manifest.assets[`${name}.css`] = writeStyle("css", name, output.text);
			manifest.rtl[`rtl_${name}.css`] = writeStyle("css-rtl", name, rtlcss.process(output.text));
		} else {
			write(output.path, output.contents);
		}
	}
}

function writeStyle(folder, name, text) {
	const file = `${name}.${digest(text)}.css`;
	write(path.join(out, "dist", folder, file), text);
	return `${address}/${folder}/${file}`;
}

function write(file, contents) {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	fs.writeFileSync(file, contents);
}

fs.mkdirSync(path.join(out, "dist"), { recursive: true });
const scripts = await buildScripts();
const styles = bundles("scss,sass,css");
for (const file of styles) await buildStyle(file);
write(path.join(out, "manifest.json"), JSON.stringify(manifest, null, "\t"));
console.log(`${app}: ${scripts} script and ${styles.length} style bundles`);

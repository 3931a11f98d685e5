// What stands before the web server, as nginx does in production: static files, realtime, and the rest passed on.
//
//   node front.mjs SITE PORT WEB_PORT REDIS_URL SITES_FOLDER     (with NODE_PATH at the Node packages)
import http from "node:http";
import path from "node:path";
import { createRequire } from "node:module";

const [site, port, webPort, redisUrl, sites] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const express = require("express");
const { Server } = require("socket.io");
const { createClient } = require("@redis/client");
const HOST = "127.0.0.1";

function passOn(request, response) {
	const headers = {
		...request.headers,
		"x-frappe-site-name": site,
		"x-forwarded-for": request.socket.remoteAddress,
		"x-forwarded-proto": "http",
	};
	const onward = http.request(
		// A connection of its own: one kept open may be closed by the other side just as it is used again.
		{ host: HOST, port: webPort, method: request.method, path: request.url, headers, agent: false },
		(answer) => {
			response.writeHead(answer.statusCode, answer.rawHeaders);
			answer.pipe(response);
		}
	);
	onward.on("error", () => {
		if (!response.headersSent) response.writeHead(502, { "content-type": "text/plain" });
		response.end("The web server does not answer.");
	});
	response.on("close", () => onward.destroy());
	request.pipe(onward);
}

// Asks Frappe, as the visitor, with the cookie the visitor sent.
async function ask(socket, method, parameters = {}) {
	const url = `http://${HOST}:${webPort}/api/method/${method}?${new URLSearchParams(parameters)}`;
	const headers = { cookie: socket.handshake.headers.cookie ?? "", "x-frappe-site-name": site };
	const answer = await fetch(url, { headers });
	return answer.ok ? (await answer.json()).message : null;
}

async function admit(socket, next) {
	try {
		socket.data.visitor = await ask(socket, "frappe.realtime.get_user_info");
	} catch {
		return next(new Error("the web server does not answer"));
	}
	next(socket.data.visitor ? undefined : new Error("not signed in"));
}

function listen(socket) {
	const { user, user_type: userType } = socket.data.visitor;
	socket.join([`user:${user}`, "website", ...(userType === "System User" ? ["all"] : [])]);

	const joinIf = (method, parameters, rooms) =>
		ask(socket, method, parameters).then(
			(allowed) => allowed && socket.join(rooms),
			(error) => console.error(`${method}: ${error.message}`)
		);
	const joinDocument = (doctype, docname, rooms) =>
		joinIf("frappe.realtime.can_subscribe_doc", { doctype, docname }, rooms);

	socket.on("ping", () => socket.emit("pong"));
	socket.on("doctype_subscribe", (doctype) =>
		joinIf("frappe.realtime.can_subscribe_doctype", { doctype }, `doctype:${doctype}`)
	);
	socket.on("doctype_unsubscribe", (doctype) => socket.leave(`doctype:${doctype}`));
	socket.on("doc_subscribe", (doctype, name) => joinDocument(doctype, name, `doc:${doctype}/${name}`));
	socket.on("doc_unsubscribe", (doctype, name) => socket.leave(`doc:${doctype}/${name}`));
	socket.on("doc_open", (doctype, name) =>
		joinDocument(doctype, name, [`doc:${doctype}/${name}`, `open_doc:${doctype}/${name}`])
	);
	socket.on("doc_close", (doctype, name) => socket.leave(`open_doc:${doctype}/${name}`));
	for (const event of ["task_subscribe", "progress_subscribe"])
		socket.on(event, (task) => socket.join(`task_progress:${task}`));
	for (const event of ["task_unsubscribe", "progress_unsubscribe"])
		socket.on(event, (task) => socket.leave(`task_progress:${task}`));
}

const app = express();
app.disable("x-powered-by");
app.use("/assets", express.static(path.join(sites, "assets"), { maxAge: "1h" }));
app.use("/files", express.static(path.join(sites, site, "public/files"), { index: false, redirect: false }));
app.use(passOn);

const server = http.createServer(app);
const realtime = new Server(server, { serveClient: false });
const visitors = realtime.of(`/${site}`).use(admit).on("connection", listen);

const redis = createClient({ url: redisUrl });
redis.on("error", (error) => console.error(`redis: ${error.message}`));
await redis.connect();
await redis.subscribe("events", (text) => {
	const { namespace, room, event, message } = JSON.parse(text);
	if (namespace === site) (room ? visitors.to(room) : visitors).emit(event, message);
});
server.listen(Number(port), HOST, () => console.log(`${site} is served at http://${HOST}:${port}`));

// Tells whether the seal in the square that led to this page is ours and of this paper. Without script, or where the browser
// does no cryptography, the page says all it knows by itself.
"use strict";
(async () => {
	const said = document.getElementById("seal");
	const seal = location.hash.slice(1);
	if (!said || !seal || !window.crypto || !crypto.subtle) return;

	const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
	// The canonical form of RFC 8785, which was made from what JSON.stringify does.
	const canonical = o => JSON.stringify(Object.fromEntries(Object.entries(o).sort(([a], [b]) => a < b ? -1 : 1)));
	const read = () => {
		try {
			const { data, sig } = JSON.parse(new TextDecoder().decode(bytes(seal)));
			return { data, kid: sig.kid, signature: bytes(sig.sigvl), signed: new TextEncoder().encode(canonical(data)) };
		} catch {
			return null;
		}
	};
	const holds = async (found, keys) => {
		const jwk = found && keys.find(key => key.kid === found.kid);
		if (!jwk || found.data.t !== "homeward.paper") return false;
		const key = await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
		return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, found.signature, found.signed);
	};
	const plain = code => code.toUpperCase().replace(/[ -]/g, "");

	const answer = await fetch("/.well-known/homeward-seal.json");
	if (!answer.ok) return;
	const found = read();
	const genuine = await holds(found, (await answer.json()).keys) && found.data.code === plain(said.dataset.code);
	said.textContent = genuine ? said.dataset.holds : said.dataset.broken;
	said.className = genuine ? "seal holds" : "seal broken";
	said.hidden = false;
})().catch(() => {}); // no network, no word: the page above has said what it knows

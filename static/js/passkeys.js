// Passkeys: adding one, and using one to sign in, as second step or to confirm.
// A block with data-passkey="add" or "use" stays hidden where the browser knows no passkeys.

const toBytes = (text) => Uint8Array.from(
  atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));

const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const withBytes = (descriptors) => (descriptors ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

function asJson(credential) {
  const { response } = credential;
  const sent = { clientDataJSON: toText(response.clientDataJSON) };
  if (response.attestationObject) {
    sent.attestationObject = toText(response.attestationObject);
    sent.transports = response.getTransports?.() ?? [];
  } else {
    sent.authenticatorData = toText(response.authenticatorData);
    sent.signature = toText(response.signature);
    sent.userHandle = response.userHandle ? toText(response.userHandle) : null;
  }
  return { id: credential.id, rawId: toText(credential.rawId), type: credential.type, response: sent,
    clientExtensionResults: credential.getClientExtensionResults() };
}

async function post(url, data) {
  const token = document.querySelector("input[name=csrf_token]")?.value
    ?? document.querySelector("[data-token]")?.dataset.token;
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token ?? "" },
    body: JSON.stringify(data),
  });
  if (answer.redirected) {
    // The password is asked for first; its page knows the way back here.
    window.location.assign(answer.url);
    throw new DOMException("", "AbortError");
  }
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail ?? "That didn't work. Try again.");
  return body;
}

async function use(block) {
  const options = await post(block.dataset.options, {});
  const credential = await navigator.credentials.get({ publicKey: {
    ...options, challenge: toBytes(options.challenge), allowCredentials: withBytes(options.allowCredentials) } });
  const remember = document.querySelector("input[name=remember]")?.checked ?? false;
  const { next } = await post(block.dataset.answer, { credential: asJson(credential), remember });
  window.location.assign(next);
}

async function add(block) {
  const options = await post(block.dataset.options, {});
  const credential = await navigator.credentials.create({ publicKey: {
    ...options, challenge: toBytes(options.challenge), user: { ...options.user, id: toBytes(options.user.id) },
    excludeCredentials: withBytes(options.excludeCredentials) } });
  const name = block.querySelector("input").value;
  const { next, codes } = await post(block.dataset.answer, { credential: asJson(credential), name });
  if (codes.length === 0) {
    window.location.assign(next);
    return;
  }
  const shown = block.querySelector("[data-codes]");
  shown.querySelector("ul").replaceChildren(...codes.map((code) => {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("code"), { textContent: code }));
    return item;
  }));
  shown.hidden = false;
  shown.scrollIntoView();
}

// A passkey belongs to a domain; an IP address (127.0.0.1) can't have one.
const hasDomain = !/^[\d.]+$|^\[/.test(window.location.hostname);

if (window.PublicKeyCredential && hasDomain) {
  for (const block of document.querySelectorAll("[data-passkey]")) {
    const button = block.querySelector("button");
    const refusal = block.querySelector("[role=alert]");
    block.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      refusal.textContent = "";
      try {
        await (block.dataset.passkey === "add" ? add(block) : use(block));
      } catch (error) {
        if (error.name === "NotAllowedError") refusal.textContent = "Your device stopped it, or it took too long. Try again.";
        else if (error.name === "InvalidStateError") refusal.textContent = "This device has a passkey here already.";
        else if (error.name !== "AbortError") refusal.textContent = error.message;
      } finally {
        button.disabled = false;
      }
    });
  }
}

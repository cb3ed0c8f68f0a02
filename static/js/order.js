// The order's page asks whether the payment arrived, and shows it as soon as it did.

const waiting = document.querySelector("[data-order-state]");
const QUICK = 1500;
const SLOW = 15000;
let asked = 0;

async function ask() {
  asked += 1;
  try {
    const answer = await fetch(waiting.dataset.orderUrl, { headers: { Accept: "application/json" } });
    if (answer.ok && (await answer.json()).state !== waiting.dataset.orderState) {
      location.reload();
      return;
    }
  } catch {
    // Offline for a moment: ask again.
  }
  setTimeout(ask, asked < 40 ? QUICK : SLOW);
}

if (waiting) setTimeout(ask, QUICK);

// Being told on this device (Push API): asked for with one tap, compared at each visit, given up with
// one tap. What the browser's maker passes on is sealed for this browser.
//
// Which assemblies this browser is told of stands in localStorage, with the address that was given:
//   push <assembly> = endpoint

import { ask, Refused } from "../base/http.js";
import { pushed } from "../base/people.js";
import { unB64u } from "../wire/bytes.js";
import { say } from "./say.js";

const JSON_TYPE = { "Content-Type": "application/json" };
const given = (assembly) => localStorage.getItem(pushed(assembly));

// Whether this browser can be told anything: on an iPhone only where the app is installed.
const isAble = async () => "PushManager" in window && "Notification" in window
  && Boolean(await navigator.serviceWorker?.getRegistration());

export async function begin(section, assembly) {
  await show(section, assembly);
  const does = { on: () => turnOn(section, assembly), try: () => attempt(section, assembly),
    off: () => turnOff(assembly) };
  for (const button of section.querySelectorAll("button[data-does]")) {
    button.addEventListener("click", () => run(section, assembly, does[button.dataset.does]));
  }
}

async function run(section, assembly, does) {
  const buttons = section.querySelectorAll("button");
  for (const one of buttons) one.disabled = true;
  try {
    await does();
  } catch (error) {
    say(section, error.message);
  } finally {
    for (const one of buttons) one.disabled = false;
  }
  await show(section, assembly);
}

// One of: none (it cannot), denied, off, on.
async function show(section, assembly) {
  const state = !(await isAble()) ? "none" : Notification.permission === "denied" ? "denied"
    : given(assembly) && (await subscribed()) ? "on" : "off";
  for (const part of section.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
  section.hidden = false;
}

const registration = () => navigator.serviceWorker.ready;
const subscribed = async () => (await registration()).pushManager.getSubscription();

async function turnOn(section, assembly) {
  if ((await Notification.requestPermission()) !== "granted") return;
  await give(assembly, await subscribe(section.dataset.push));
}

// This browser's subscription with the server's key: another one is of a server that was here before.
async function subscribe(key) {
  const { pushManager } = await registration();
  const applicationServerKey = unB64u(key, 65);
  const options = { userVisibleOnly: true, applicationServerKey };
  try {
    return await pushManager.subscribe(options);
  } catch (error) {
    const old = await pushManager.getSubscription();
    if (!old) throw error;
    await old.unsubscribe();
    return pushManager.subscribe(options);
  }
}

async function give(assembly, subscription) {
  const { endpoint, keys } = subscription.toJSON();
  const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
  await send("PUT", assembly, "", { endpoint, p256dh: keys.p256dh, auth: keys.auth, zone });
  localStorage.setItem(pushed(assembly), endpoint);
}

async function turnOff(assembly) {
  await send("DELETE", assembly, "", { endpoint: given(assembly) });
  localStorage.removeItem(pushed(assembly)); // not before the host knows
  const others = Object.keys(localStorage).some((name) => name.startsWith("push "));
  if (!others) await (await subscribed())?.unsubscribe();
}

async function attempt(section, assembly) {
  await send("POST", assembly, "/try");
  say(section, section.dataset.tried, "go");
}

async function send(method, assembly, path, said) {
  const body = said && { body: JSON.stringify(said), headers: JSON_TYPE };
  const answer = await ask(`/a/${assembly}/push${path}`, { method, ...body });
  if (!answer.ok) throw new Refused(await answer.json(), answer.status);
}

// This browser has another key for the same member: it is told by that one.
export async function renewed(assembly) {
  const now = given(assembly) && (await isAble()) && (await subscribed());
  if (now) await give(assembly, now);
}

// A browser may change where it is reached whenever it likes, and tells nobody.
export async function compare(assembly) {
  const known = given(assembly);
  const now = known && (await isAble()) && (await subscribed());
  if (!known || now?.endpoint === known) return;
  if (now) await give(assembly, now);
  await send("DELETE", assembly, "", { endpoint: known });
  if (!now) localStorage.removeItem(pushed(assembly));
}

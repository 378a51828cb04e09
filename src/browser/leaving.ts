/**
 * Leaving at once, by the button or by pressing Shift three times: the page goes blank before anything else happens, the
 * session ends, and the neutral page takes the place of this one in the history. Without this script the button is a
 * plain form that ends the session too. Modelled on the component "exit this page" of govuk-frontend.
 */

/** How long the server may take to end the session before the neutral page is asked for all the same. */
const PATIENCE_MS = 3_000;
/** How long the next press of the key may take. */
const PRESS_MS = 5_000;
const PRESSES = 3;
/** Every page of this program that is open in this browser goes blank together. */
const CHANNEL = 'leaving';

/** With these, other parts of the page would ask whether one is sure, or keep once more what is to go. */
const FAREWELLS = ['beforeunload', 'pagehide', 'visibilitychange'] as const;

let left = false;

/** To be called before any other part of the page listens for the end of it. */
export function addLeaving(): void {
  const form = document.querySelector<HTMLFormElement>('#exit');
  if (form === null) return;
  const others = 'BroadcastChannel' in window ? new BroadcastChannel(CHANNEL) : null;
  const neutralPage = form.action;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (left) return;
    blank(form);
    others?.postMessage('now');
    void endSession(neutralPage).then(() => location.replace(neutralPage));
  });
  others?.addEventListener('message', () => {
    if (left) return;
    blank(form);
    location.replace(neutralPage);
  });
  for (const farewell of FAREWELLS) {
    window.addEventListener(farewell, (event) => left && event.stopImmediatePropagation(), true);
  }
  // A browser that kept the page in its memory brings it back blank: the server knows what to show.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted && left) location.reload();
  });
  countPresses(form);
}

/** Takes everything off the page and the device, so that no memory of the browser holds it: another page comes. */
function blank(form: HTMLFormElement): void {
  const { title = '', going = '' } = form.dataset;
  left = true;
  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch {
    // A browser that keeps nothing has nothing to clear.
  }
  document.title = title;
  document.querySelectorAll('link[rel="icon"]').forEach((icon) => icon.remove());
  const cover = document.createElement('p');
  cover.setAttribute('role', 'alert');
  document.body.className = 'blank';
  document.body.replaceChildren(cover);
  cover.textContent = going;
}

/** Goes on where the browser is led elsewhere meanwhile. The answer, and whether there is one, makes no difference. */
async function endSession(address: string): Promise<void> {
  const patience = new Promise<void>((resolve) => window.setTimeout(resolve, PATIENCE_MS));
  const ended = fetch(address, { method: 'POST', keepalive: true, redirect: 'manual' }).catch(() => undefined);
  await Promise.race([ended, patience]);
}

/** Counts presses of Shift alone: with another key it makes a capital letter, and with the mouse a selection. */
function countPresses(form: HTMLFormElement): void {
  const { two = '', one = '', over = '' } = form.dataset;
  const [said, lights] = [announcer(form), indicator(form)];
  let count = 0;
  let alone = false;
  let waiting = 0;

  const set = (presses: number, words: string): void => {
    count = presses;
    said.textContent = words;
    lights.hidden = count === 0;
    [...lights.children].forEach((light, place) => light.classList.toggle('exit__light--on', place < count));
    window.clearTimeout(waiting);
    if (words !== '') waiting = window.setTimeout(() => set(0, count === 0 ? '' : over), PRESS_MS);
  };
  const other = (): void => {
    alone = false;
    if (count > 0) set(0, '');
  };
  document.addEventListener('pointerdown', other, true);
  document.addEventListener(
    'keydown',
    ({ key, repeat }) => {
      if (key !== 'Shift') other();
      else if (!repeat) alone = true;
    },
    true,
  );
  document.addEventListener(
    'keyup',
    ({ key }) => {
      if (key !== 'Shift' || !alone || left) return;
      alone = false;
      if (count + 1 === PRESSES) form.requestSubmit();
      else set(count + 1, count === 0 ? two : one);
    },
    true,
  );
}

function announcer(form: HTMLFormElement): HTMLElement {
  const said = document.createElement('span');
  said.className = 'govuk-visually-hidden';
  said.setAttribute('role', 'status');
  form.append(said);
  return said;
}

function indicator(form: HTMLFormElement): HTMLElement {
  const lights = document.createElement('span');
  lights.className = 'exit__lights';
  lights.hidden = true;
  lights.setAttribute('aria-hidden', 'true');
  for (let place = 0; place < PRESSES; place += 1) {
    const light = document.createElement('span');
    light.className = 'exit__light';
    lights.append(light);
  }
  form.querySelector('button')?.append(lights);
  return lights;
}

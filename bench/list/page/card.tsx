/** The card that the floors show, twice: as React would make it and by hand. */
import type { SessionInfo } from 'react-session-security/contract';

export interface CardProps {
  readonly session: SessionInfo;
  readonly isBusy: boolean;
}

export function Card({ session, isBusy }: CardProps) {
  const { id, deviceName } = session;
  const [software, place, time] = factsOf(session);
  return (
    <div className="card" data-id={id} data-busy={isBusy ? '' : undefined}>
      <div className="icon" />
      <div className="name">{deviceName}</div>
      <button type="button">Sign out</button>
      <div className="meta">
        <span>{software}</span> <span>{place}</span> <time>{time}</time>
      </div>
    </div>
  );
}

export function cardElement(session: SessionInfo): HTMLElement {
  const card = element('div', 'card');
  card.dataset['id'] = session.id;
  const button = element('button', '', 'Sign out');
  button.setAttribute('type', 'button');
  const [software, place, time] = factsOf(session);
  const meta = element('div', 'meta');
  meta.append(element('span', '', software), ' ', element('span', '', place), ' ', element('time', '', time));
  card.append(element('div', 'icon'), element('div', 'name', session.deviceName), button, meta);
  return card;
}

function factsOf({ browser, os, ipAddress, location, lastActivityAt }: SessionInfo): [string, string, string] {
  return [`${browser} on ${os}`, `${ipAddress} · ${location?.city}`, String(lastActivityAt)];
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  if (text !== '') made.textContent = text;
  return made;
}

import { type ReactElement, useRef } from 'react';
import type { PeerStatus } from '../bridge';
import { Tiles } from '../header/fingerprint';
import { useText } from '../i18n';
import { useApp } from '../state';
import { Fact } from '../ui/fact';
import { useScrolledInto } from '../ui/use-scrolled-into';
import { When } from '../ui/when';
import { Why } from '../ui/why';
import { linkFacts } from './peer-facts';
import { whyWords } from './peer-words';

export function hasDetails({ linkedSince, lastError }: PeerStatus): boolean {
  return linkedSince !== null || lastError !== null;
}

/** What the state of a peer leaves out: how its link performs, how its database compares, and what went wrong last. */
export function PeerDetails({ peer, id }: { peer: PeerStatus; id: string }): ReactElement {
  const text = useText();
  const words = text.peers.details;
  const { linkedSince, fingerprint, lastError } = peer;
  const list = useRef<HTMLDListElement>(null);
  useScrolledInto(list, true);
  return (
    <dl ref={list} id={id} className="peer-details" data-testid="peer-details">
      {linkedSince !== null && (
        <Fact name={words.linked}>
          <When time={linkedSince} />
        </Fact>
      )}
      {linkFacts(peer, text).map(([name, value]) => (
        <Fact key={name} name={name}>
          {value}
        </Fact>
      ))}
      {fingerprint !== null && (
        <Fact name={words.fingerprint}>
          <PeerFingerprint hash={fingerprint} />
        </Fact>
      )}
      {lastError !== null && (
        <Fact name={words.lastError}>
          <Why message={lastError.message}>{whyWords(lastError.code, text)}</Why>, <When time={lastError.at} />
        </Fact>
      )}
    </dl>
  );
}

function PeerFingerprint({ hash }: { hash: string }): ReactElement {
  const words = useText().peers.details;
  const same = useApp((state) => state.status?.fingerprint === hash);
  return (
    <span className="peer-fingerprint" data-testid="peer-fingerprint">
      <Tiles hash={hash} />
      <span className="hash">{hash}</span>
      <span className={same ? 'ok' : 'wait'}>{same ? words.same : words.differs}</span>
    </span>
  );
}

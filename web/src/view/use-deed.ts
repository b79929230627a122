import { useState } from 'preact/hooks';
import { useGate } from '../access';
import { troubleOf } from '../live';

/**
 * Something that a button does: whether it is under way, and why it was refused, to be said where
 * the button is.
 *
 * @param onChange it was done, or not: either way it is time to look again
 */
export function useDeed(onChange: () => void) {
  const gate = useGate();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const attempt = async (deed: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setFault('');
    let done = true;
    try {
      await gate.attempt(deed);
    } catch (error) {
      setFault(troubleOf(error));
      done = false;
    }
    setBusy(false);
    onChange();
    return done;
  };
  return { busy, fault, attempt };
}

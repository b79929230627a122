import { useEffect, useState } from 'preact/hooks';
import { Attendance, type Place, type Presence } from '../../meeting/attendance';
import { obstacle } from '../../publish/encoders';

export const ENTERING: Presence = {
  is: 'asking',
  camera: undefined,
  microphone: undefined,
  isMuted: false,
  deviceFault: undefined,
  ending: undefined,
};

/** One's own part of a meeting, for as long as the page is shown; nothing where a browser cannot. */
export function useAttendance(place: Place) {
  const [presence, setPresence] = useState(ENTERING);
  const [attendance, setAttendance] = useState<Attendance>();
  useEffect(() => {
    if (obstacle()) {
      return undefined;
    }
    const entered = new Attendance(place, setPresence);
    setAttendance(entered);
    void entered.enter();
    const leave = () => entered.leave();
    // A page that is closed says nothing else.
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, []);
  return { attendance, presence };
}

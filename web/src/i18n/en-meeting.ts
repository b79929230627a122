/** The words of meetings. */
export const enMeeting = {
  'meeting.here': 'Meet others',
  'meeting.title': 'Meeting',
  'meeting.words':
    'Everybody in a room sees, hears and can write to everybody else. Whoever has the link can come in.',
  'meeting.room': 'Room',
  'meeting.roomHint': 'Letters and digits of any language, and `-_.@+=,!`',
  'meeting.person': 'Your name',
  'meeting.guest': 'Guest',
  'meeting.enter': 'Join',
  'meeting.devices':
    'Your browser asks for camera and microphone. Without a camera the others see your initials.',
  'meeting.queryHint': 'If this server wants one, as it stands behind the `?` of an address.',
  'meeting.link': 'Link for the others',

  'meeting.others': 'The pictures of those in the room',
  'meeting.you': '{name} (you)',
  'meeting.alone': 'Nobody else is here yet. Send the others the link.',
  'meeting.more':
    'One more person is here whose picture is not shown.|{n} more people are here whose pictures are not shown.',
  'meeting.asking': 'The browser asks you for camera and microphone.',
  'meeting.connecting': 'Connecting…',
  'meeting.live': 'The others see you.',
  'meeting.liveMuted': 'The others see you, and do not hear you.',
  'meeting.liveHidden': 'The others see your initials.',
  'meeting.liveHiddenMuted': 'The others see your initials, and do not hear you.',
  'meeting.out': 'The others do not see you: {why}',
  'meeting.again': 'Trying again…',
  'meeting.without': 'Without camera or microphone: {why}',
  'meeting.watching':
    'You see and hear the others, but they do not see you, and you cannot write: {why}',
  'meeting.roster': 'Who is here is not known: {why}',
  'meeting.sound': 'Turn on the sound',
  'meeting.microphoneOff': 'Mute microphone',
  'meeting.microphoneOn': 'Unmute microphone',
  'meeting.cameraOff': 'Turn camera off',
  'meeting.cameraOn': 'Turn camera on',
  'meeting.leave': 'Leave',

  'meeting.chat': 'Chat',
  'meeting.chatEmpty': 'What is written here is seen by those who are in the room now.',
  'meeting.message': 'Message',
  'meeting.send': 'Send',
} as const;

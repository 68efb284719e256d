import type { ChannelGroup, ChannelType } from '../../api/types.ts';

const headings: readonly (readonly [ChannelGroup, string])[] = [
  ['mail', 'E-mail'],
  ['chat', 'Chat'],
  ['push', 'Push notifications'],
  ['paging', 'On-call'],
  ['sms', 'SMS and phone calls'],
  ['automation', 'Automation'],
];

interface Group {
  readonly heading: string;
  readonly members: readonly ChannelType[];
}

/** The types by what people use them for, without empty groups. */
export function groupsOf(types: readonly ChannelType[]): readonly Group[] {
  return headings
    .map(([group, heading]) => ({ heading, members: types.filter((each) => each.group === group) }))
    .filter(({ members }) => members.length > 0);
}

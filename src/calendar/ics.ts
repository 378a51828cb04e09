/**
 * The iCalendar file, through ical-generator. Knows no call and no draft; reads no clock: the same calendar gives the
 * same bytes.
 */
import ical, {
  ICalAlarmType,
  ICalCalendarMethod,
  ICalEventClass,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';
import type { CalendarEntry, WriteCalendar } from '../domain/calendar.ts';

const MINUTE_MS = 60_000;
const DAY_S = 24 * 3600;

export const writeCalendar: WriteCalendar = ({ maker, entries }) => {
  const calendar = ical({ method: ICalCalendarMethod.PUBLISH, prodId: `//${maker}//Calendar//EN` });
  for (const entry of entries) calendar.createEvent(eventOf(entry));
  // The library ends the last line without its line break.
  return `${calendar.toString()}\r\n`;
};

function eventOf({ uid, sequence, stampedAt, end, title, text, address, alarmDays }: CalendarEntry) {
  return {
    id: uid,
    sequence,
    stamp: stampedAt,
    start: new Date(end.getTime() - MINUTE_MS),
    end,
    summary: title,
    ...(text === null ? {} : { description: text }),
    ...(address === null ? {} : { url: address }),
    // Kept from people who only see that the owner of the calendar is busy; and nobody is busy for a deadline.
    class: ICalEventClass.PRIVATE,
    transparency: ICalEventTransparency.TRANSPARENT,
    status: ICalEventStatus.CONFIRMED,
    alarms: alarmDays.map((days) => ({
      type: ICalAlarmType.display,
      triggerBefore: days * DAY_S,
      description: title,
    })),
  };
}

/**
 * The iCalendar file, through ical-generator. Knows no call and no draft; reads no clock: the same calendar gives the
 * same bytes.
 */
import ical, {
  ICalAlarmRelatesTo,
  ICalAlarmType,
  ICalCalendarMethod,
  ICalEventClass,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';
import type { CalendarEntry, DayEntry, EndEntry, WriteCalendar } from '../domain/calendar.ts';

const MINUTE_MS = 60_000;
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
/** When a whole day rings, after it has begun. */
const MORNING_S = 9 * HOUR_S;

export const writeCalendar: WriteCalendar = ({ maker, feed, entries }) => {
  const calendar = ical({
    method: ICalCalendarMethod.PUBLISH,
    prodId: `//${maker}//Calendar//EN`,
    ...(feed === null ? {} : { name: feed.name, ttl: feed.hours * HOUR_S }),
  });
  for (const entry of entries) {
    const event = calendar.createEvent(eventOf(entry));
    // Otherwise the library counts an alarm after the start, such as that of a morning, from the end of the day.
    if ('day' in entry) for (const ring of event.alarms()) ring.relatesTo(ICalAlarmRelatesTo.start);
  }
  // The library ends the last line without its line break.
  return `${calendar.toString()}\r\n`;
};

function eventOf(entry: CalendarEntry) {
  const { uid, sequence, stampedAt, title, text, address } = entry;
  return {
    id: uid,
    sequence,
    stamp: stampedAt,
    ...('day' in entry ? wholeDay(entry) : lastMinute(entry)),
    summary: title,
    ...(text === null ? {} : { description: text }),
    ...(address === null ? {} : { url: address }),
    // Kept from people who only see that the owner of the calendar is busy; and nobody is busy for a deadline.
    class: ICalEventClass.PRIVATE,
    transparency: ICalEventTransparency.TRANSPARENT,
    status: ICalEventStatus.CONFIRMED,
  };
}

const lastMinute = ({ end, alarmDays, title }: EndEntry) => ({
  start: new Date(end.getTime() - MINUTE_MS),
  end,
  alarms: alarmDays.map((days) => alarm(title, days * DAY_S)),
});

/** Without an end: a calendar then shows that day alone. */
const wholeDay = ({ day, alarmDays, title }: DayEntry) => ({
  start: new Date(day),
  allDay: true,
  alarms: alarmDays.map((days) => alarm(title, days * DAY_S - MORNING_S)),
});

const alarm = (description: string, secondsBefore: number) => ({
  type: ICalAlarmType.display,
  triggerBefore: secondsBefore,
  description,
});

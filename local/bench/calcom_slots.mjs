// Times cal.com's slot calculation on the rules in the JSON file that is named: the days' open
// ranges, less what is booked, cut into slots. Prints the median of milliseconds of processor and
// the slots.

import { readFileSync } from "node:fs";
import dayjs from "dayjs";
import { buildDateRanges, getSlots, subtract } from "./calculation.mjs";

const asked = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const timeOfDay = (minutes) => new Date(Date.UTC(1970, 0, 1, 0, minutes));
const availability = [
  { days: [0, 1, 2, 3, 4, 5, 6], startTime: timeOfDay(asked.opens), endTime: timeOfDay(asked.closes) },
];

function listed() {
  const busy = asked.booked.map(([start, end]) => ({ start: dayjs.utc(start), end: dayjs.utc(end) }));
  const { dateRanges } = buildDateRanges({
    availability,
    timeZone: asked.zone,
    dateFrom: dayjs.utc(asked.first).tz(asked.zone),
    dateTo: dayjs.utc(asked.last).tz(asked.zone),
    travelSchedules: [],
  });
  return getSlots({
    inviteeDate: dayjs.utc(asked.first).tz(asked.zone),
    frequency: asked.increment,
    eventLength: asked.duration,
    minimumBookingNotice: 0,
    dateRanges: subtract(dateRanges, busy),
  });
}

const taken = [];
for (let round = 0; round < asked.warmUp + asked.rounds; round++) {
  const started = process.cpuUsage();
  listed();
  const { user, system } = process.cpuUsage(started);
  if (round >= asked.warmUp) taken.push((user + system) / 1000);
}
taken.sort((a, b) => a - b);
const slots = listed().map((slot) => slot.time.toISOString());
console.log(JSON.stringify({ median: taken[taken.length >> 1], slots }));

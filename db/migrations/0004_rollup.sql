-- Minutes of business hours between two instants, by the clock on the wall: opening and closing are
-- minutes after midnight, business_days counts the days of a week from Monday. Never negative.
-- The same rule in TypeScript: src/kpis/business-hours.ts.
create function kpis.business_minutes(first_instant timestamptz, last_instant timestamptz,
    time_zone text, opens_at int, closes_at int, business_days int)
  returns float8 language plpgsql immutable parallel safe as $$
declare
  -- A Monday: weeks are counted from here.
  monday constant timestamp := '1970-01-05';
  minutes float8;
  day float8;
  week float8;
  positions float8[] := '{}';
  clock timestamp;
begin
  foreach clock in array array[first_instant at time zone time_zone, last_instant at time zone time_zone] loop
    minutes := date_part('epoch', clock - monday) / 60;
    day := floor(minutes / 1440);
    week := floor(day / 7);
    positions := positions
      || (week * business_days + least(day - week * 7, business_days)) * (closes_at - opens_at)
       + case when day - week * 7 < business_days
           then least(greatest(minutes - day * 1440 - opens_at, 0), closes_at - opens_at)
           else 0 end;
  end loop;
  return greatest(0, positions[2] - positions[1]);
end
$$;

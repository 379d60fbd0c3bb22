-- The ledger, mended: up to where recurring costs are booked, decisions that fall with every entry that counts for
-- them, and whom the hours of a sales role are for.

-- Until now: periods that begin before this day are made. From now on: every day before it is booked, so that the rest
-- of a period that was cut by an end can still come. Both agree at the end of the last period that was made.
update costs.recurring
   set made_until = (
         select min(ends.day)
           from (select (from_date + make_interval(months => step * case rhythm when 'month' then 1 when 'quarter' then 3
                                                                    else 12 end))::date as day
                   from generate_series(0, 2400) step) ends
          where ends.day >= made_until)
 where made_until is not null and (until_date is null or made_until < until_date);

-- Whom the hours of a sales role are for; null: said at each cost.
alter table costs.work_role add column sales_scope text;

-- A decision about a double falls as soon as one of the entries that count for it goes: of two invoices for one export,
-- the one that stays is not the whole money. An entry may count for several decisions.
drop trigger drop_decision on costs.entry;
create or replace function costs.drop_decision() returns trigger language plpgsql as $$
begin
  delete from costs.double_booking
   where decision = 'first' and first_ids @> array[old.id]
      or decision = 'second' and second_ids @> array[old.id];
  return null;
end
$$;
create trigger drop_decision after delete on costs.entry for each row
  when (old.double_booking_id is not null) execute function costs.drop_decision();

-- What was left out counts again, but not an accrual whose invoice has come meanwhile. What counted for this decision
-- and for another one as well stays known as part of that one.
create or replace function costs.count_again() returns trigger language plpgsql as $$
begin
  update costs.entry
     set standing = case when document_type = 'accrual' and exists (
                             select from costs.entry invoice
                              where invoice.refers_to_id = entry.id
                                and invoice.document_type is distinct from 'credit_note')
                         then 'settled' else 'booked' end,
         double_booking_id = (
           select other.id from costs.double_booking other
            where other.id <> old.id
              and (other.decision = 'first' and other.first_ids @> array[entry.id]
                or other.decision = 'second' and other.second_ids @> array[entry.id])
            order by other.created_at, other.id limit 1)
   where double_booking_id = old.id;
  return old;
end
$$;

-- What a kept figure rested on beside the records: with other settings the same records give another value.
alter table decisions.figure
  add column settings jsonb,
  add column filter_names jsonb not null default '[]';

alter table decisions.changed_target add column currency text;
update decisions.changed_target
   set currency = coalesce((select value #>> '{}' from company.setting where key = 'currency'), 'EUR');

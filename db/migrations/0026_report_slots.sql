-- A month and the quarter that begins with it are two reports of a schedule whose rhythm was changed.
drop index reports.report_of_schedule;
create unique index report_of_schedule on reports.report (schedule_id, from_date, until_date);

-- A schedule owes nothing from before it was made, woken again or given other dates.
alter table reports.schedule add column owes_from timestamptz not null default now();
update reports.schedule set owes_from = created_at;

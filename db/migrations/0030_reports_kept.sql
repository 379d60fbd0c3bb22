-- What goes out by mail is kept as it went, once for all who get it: its text and the workbook beside the PDF.
alter table reports.report
  add column sent_subject text,
  add column sent_text text,
  add column sent_workbook bytea,
  -- Deleted: out of every list, brought back by an undo, gone for good after 30 days.
  add column removed_at timestamptz;

drop index reports.report_newest;
create index report_newest on reports.report (made_at desc, id desc);

alter table reports.schedule
  -- Deleted; its reports still say whose they are.
  add column removed_at timestamptz,
  -- Since when its report cannot be read whole. Null: it can.
  add column failing_since timestamptz;
-- Schedules are changed and brought back as a whole, with their recipients: nobody reads copies of their rows.
drop trigger keep_row on reports.schedule;

-- A request that is sent twice (a double click, a lost answer) mails once.
alter table reports.delivery add column request_id uuid;
create unique index delivery_once on reports.delivery (request_id, user_id);

-- Calls of a tracked number are shown on its page. Few touchpoints are calls: the index holds only those.
create index touchpoint_call on tracking.touchpoint (title, occurred_at) where kind = 'call';
create index call_number on tracking.call (number_id) where number_id is not null;

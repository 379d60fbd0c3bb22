-- What a website needs besides its visits: who may send events for it, and from where its script is loaded.

-- The secret of a website is made here, so that it never stands in a record, a list or the trail.
alter table tracking.website
  alter column write_key
    set default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');

-- The address under which the website loads the script, `https://daten.example.com`; null: the program's own.
alter table tracking.website add column script_address text;

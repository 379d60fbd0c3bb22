-- A statement with many leads is an import: telling the marks of each lead costs more than reading all figures
-- of leads again once, so these triggers name their groups too (see kpis.mark_changes in 0004).
do $$
declare
  arguments constant text := (
    select string_agg(quote_literal(argument), ', ')
      from unnest(array[
        'kpis.lead_marks(changed.created_on, changed.mql_at, changed.sql_at, changed.handover_at, changed.disqualified_at, greatest(changed.created_on, changed.last_activity_at, changed.first_contacted_at))',
        '{leads_created,leads_won,lead_completeness,leads_mql,leads_sql,leads_handed_over,leads_disqualified,leads_stale}',
        'all but', 'version', 'updated_at', 'first_name', 'last_name', 'company', 'email', 'phone', 'website', 'industry',
        'stage_reason', 'content', 'term', 'notes', 'score', 'channel_rule', 'contacted_at', 'lost_at', 'nurture_at',
        'owner_id', 'team_id', 'region_id'
      ]) as argument);
begin
  execute format(
    'create or replace trigger lead_marks_insert after insert on leads.lead referencing new table as new_rows
       for each statement execute function kpis.mark_changes(%s)', arguments);
  execute format(
    'create or replace trigger lead_marks_update after update on leads.lead referencing old table as old_rows new table as new_rows
       for each statement execute function kpis.mark_changes(%s)', arguments);
  execute format(
    'create or replace trigger lead_marks_delete after delete on leads.lead referencing old table as old_rows
       for each statement execute function kpis.mark_changes(%s)', arguments);
end
$$;

{{ config(enabled=is_tested(['tier_labels', 'tier_playbook'])) }}

-- A label without an action for everyone, or an action without a label; the occasions
-- of care_calendar are no labels.
with

labels as (

    select
        scheme,
        label
    from {{ rules('tier_labels') }}

),

playbook as (

    select
        scheme,
        label,
        max(case when for_whom = 'everyone' then 1 else 0 end) as is_for_everyone
    from {{ rules('tier_playbook') }}
    where scheme <> 'care'
    group by scheme, label

)

select
    labels.scheme,
    labels.label,
    playbook.scheme as playbook_scheme,
    playbook.label as playbook_label
from labels
full outer join playbook
    on labels.scheme = playbook.scheme and labels.label = playbook.label
where
    labels.label is null
    or playbook.label is null
    or playbook.is_for_everyone = 0

-- A label without an action, or an action without a label; the occasions of
-- care_calendar are no labels.
with

labels as (

    select
        scheme,
        label
    from {{ ref('int_tier_labels') }}

),

playbook as (

    select
        scheme,
        label
    from {{ ref('playbook') }}
    where scheme <> 'care'

)

select
    labels.scheme,
    labels.label,
    playbook.scheme as playbook_scheme,
    playbook.label as playbook_label
from labels
full outer join playbook
    on labels.scheme = playbook.scheme and labels.label = playbook.label
where labels.label is null or playbook.label is null

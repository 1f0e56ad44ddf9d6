with two as (
    select
        coalesce(previous.lifecycle_stage, 'entered') as from_label,
        coalesce(newest.lifecycle_stage, 'left') as to_label
    from (select * from marts.lifecycle_stages where as_of_date = date '{newest}') as newest
    full join (select * from marts.lifecycle_stages where as_of_date = date '2025-11-30') as previous
        using (store_id, customer_id)
),

labels as (
    select label, label_{lang} as text from rules where scheme = 'lifecycle'
    union all
    select * from (values ('entered', '{entered}'), ('left', '{left}'))
)

select origin.text || '{before}', goal.text || '{now}', count(*)
from two
inner join labels as origin on origin.label = from_label
inner join labels as goal on goal.label = to_label
group by all

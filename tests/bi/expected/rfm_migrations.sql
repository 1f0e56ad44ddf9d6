with two as (
    select
        store_id,
        customer_id,
        coalesce(previous.rfm_segment, 'entered') as from_label,
        coalesce(newest.rfm_segment, 'left') as to_label
    from (select * from marts.rfm_scores where as_of_date = date '{newest}') as newest
    full join (select * from marts.rfm_scores where as_of_date = date '2025-11-30') as previous
        using (store_id, customer_id)
    where newest.rfm_segment is distinct from previous.rfm_segment
),

labels as (
    select label, label_{lang} as text from rules where scheme = 'rfm'
    union all
    select * from (values ('entered', '{entered}'), ('left', '{left}'))
)

select
    origin.text,
    goal.text,
    count(*),
    count(*) filter (cause = 'behaviour'),
    count(*) filter (cause = 'cuts'),
    sum(coalesce(facts.net_revenue, former.net_revenue))
from two
inner join labels as origin on origin.label = from_label
inner join labels as goal on goal.label = to_label
left join (select * from marts.customer_facts where as_of_date = date '{newest}') as facts
    using (store_id, customer_id)
left join (select * from marts.customer_facts where as_of_date = date '2025-11-30') as former
    using (store_id, customer_id)
left join (
    select * from marts.customer_migrations where as_of_date = date '{newest}' and scheme = 'rfm'
) as known using (store_id, customer_id)
group by all

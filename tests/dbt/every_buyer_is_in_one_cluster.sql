-- Of stores with clusters; a second one would break the key of customer_clusters.
{{ config(enabled=is_given('cluster_rules')) }}

with

stores as (

    select distinct store_id
    from {{ ref('customer_tiers', 'cluster_rules') }}

),

buyers as (

    select
        store_id,
        as_of_date,
        count(*) as buyer_count
    from {{ ref('customer_tiers', 'customer_facts') }}
    where purchase_day_count > 0
    group by store_id, as_of_date

),

labelled as (

    select
        store_id,
        as_of_date,
        count(*) as labelled_count
    from {{ ref('customer_tiers', 'customer_clusters') }}
    group by store_id, as_of_date

)

select
    buyers.store_id,
    buyers.as_of_date,
    buyers.buyer_count,
    labelled.labelled_count
from buyers
inner join stores on buyers.store_id = stores.store_id
left join labelled
    on
        buyers.store_id = labelled.store_id
        and buyers.as_of_date = labelled.as_of_date
where buyers.buyer_count <> coalesce(labelled.labelled_count, 0)

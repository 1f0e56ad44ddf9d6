-- reconciliation counts the rows once their orders have told them what they lack.
with

counts as (

    select
        (select count(*) from {{ ref('customer_tiers', 'stg_tiers__orders') }}) as raw_count,
        (
            select count(*) from {{ ref('customer_tiers', 'int_filled_orders') }}
        ) as filled_count,
        (
            select count(*) from {{ ref('customer_tiers', 'int_screened_orders') }}
        ) as screened_count

)

select * from counts
where raw_count <> filled_count or raw_count <> screened_count

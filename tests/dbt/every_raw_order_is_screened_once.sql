-- No row is lost or doubled when duplicates are numbered or rows screened.
with

counts as (

    select
        (
            select count(*) from {{ ref('customer_tiers', 'stg_tiers__orders') }}
        ) as raw_count,
        (
            select count(*) from {{ ref('customer_tiers', 'int_order_duplicates') }}
        ) as copy_count,
        (
            select count(*) from {{ ref('customer_tiers', 'int_screened_orders') }}
        ) as screened_count

)

select * from counts
where raw_count <> copy_count or raw_count <> screened_count

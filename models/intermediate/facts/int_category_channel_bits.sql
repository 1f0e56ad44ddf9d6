{#- As a table, the planner knows that it has few rows and no nulls. -#}
{{ config(materialized='table') }}

with

categories as (

    select distinct category from {{ ref('customer_tiers', 'int_ledger_events') }}
    where category is not null

),

channels as (

    select distinct channel from {{ ref('customer_tiers', 'int_ledger_events') }}
    where channel is not null

),

assortment as (

    select
        'category' as item_kind,
        category as item
    from categories
    union all
    select
        'channel' as item_kind,
        channel as item
    from channels

),

numbered_items as (

    select
        item_kind,
        item,
        row_number() over (partition by item_kind order by item) as place
    from assortment

),

item_bits as (

    select
        item_kind,
        item,
        -- A bigint has 63 value bits.
        case when place <= 63 then cast(power(2, place - 1) as bigint) end
            as item_bit
    from numbered_items

)

select * from item_bits

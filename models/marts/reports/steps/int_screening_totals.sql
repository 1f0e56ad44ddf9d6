{{ config(materialized='table', enabled=is_enabled('reconciliation')) }}

with

{% if 'gross_amount' in order_columns() -%}
-- An order-level amount counts once, on however many lines it stands.
raw_amounts as (

    select
        store_id,
        currency,
        count(*) as row_count,
        case when order_id is null then sum(gross_amount) else max(gross_amount) end
            as gross_amount
    from {{ ref('customer_tiers', 'int_order_duplicates') }}
    group by store_id, currency, order_id, is_left_out

),
{%- else -%}
raw_amounts as (

    select
        store_id,
        currency,
        1 as row_count,
        gross_amount
    from {{ ref('customer_tiers', 'int_order_duplicates') }}

),
{%- endif %}

raw_orders as (

    select
        store_id,
        currency,
        sum(row_count) as row_count,
        coalesce(sum(gross_amount), 0) as gross_amount
    from raw_amounts
    group by store_id, currency

),

accepted_orders as (

    select
        store_id,
        currency,
        sum(source_row_count) as row_count,
        sum(source_gross_amount) as gross_amount
    from {{ ref('customer_tiers', 'accepted_orders') }}
    group by store_id, currency

),

rejected_orders as (

    select
        store_id,
        currency,
        count(*) as row_count,
        coalesce(sum(source_gross_amount), 0) as gross_amount
    from {{ ref('customer_tiers', 'rejected_orders') }}
    group by store_id, currency

),

screening_balance as (

    select
        raw_orders.store_id,
        raw_orders.currency,
        raw_orders.row_count,
        raw_orders.gross_amount,
        coalesce(accepted_orders.row_count, 0) as accepted_row_count,
        coalesce(accepted_orders.gross_amount, 0) as accepted_gross_amount,
        coalesce(rejected_orders.row_count, 0) as rejected_row_count,
        coalesce(rejected_orders.gross_amount, 0) as rejected_gross_amount
    from raw_orders
    left join accepted_orders
        on
            raw_orders.store_id = accepted_orders.store_id
            and raw_orders.currency = accepted_orders.currency
    left join rejected_orders
        on
            raw_orders.store_id = rejected_orders.store_id
            and raw_orders.currency = rejected_orders.currency

)

select * from screening_balance

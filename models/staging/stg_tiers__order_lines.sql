{{ config(enabled=is_given('order_lines')) }}
{%- do check_mapping('order_lines') -%}
with

raw_order_lines as (

    select
        {{ raw_column('order_lines', 'order_id', required=true) }} as raw_order_id,
        {{ raw_column('order_lines', 'store_id') }} as raw_store_id,
        {{ raw_column('order_lines', 'product_id') }} as raw_product_id,
        {{ raw_column('order_lines', 'category') }} as raw_category,
        {{ raw_column('order_lines', 'quantity') }} as raw_quantity,
        {{ raw_column('order_lines', 'net_amount') }} as raw_net_amount,
        {{ raw_column('order_lines', 'cost_amount') }} as raw_cost_amount,
        {{ left_out('order_lines') }} as is_left_out
    from {{ raw('order_lines') }}

),

clean_order_lines as (

    select
        *,
        {{ clean_columns('order_lines') }}
    from raw_order_lines

),

typed_order_lines as (

    select
        {{ clean_id('order_id') }} as order_id,
        {{ clean_id('store_id') }} as store_id,
        {{ clean_id('product_id') }} as product_id,
        clean_category as category,
        {{ as_decimal('quantity', 'decimal(18, 4)') }} as quantity,
        {{ money('net_amount') }} as net_amount,
        {{ money('cost_amount') }} as cost_amount,
        raw_order_id,
        raw_store_id,
        raw_product_id,
        raw_category,
        raw_quantity,
        raw_net_amount,
        raw_cost_amount,
        is_left_out
    from clean_order_lines

)

select * from typed_order_lines

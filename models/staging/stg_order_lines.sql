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

typed_order_lines as (

    select
        {{ clean_id('raw_order_id') }} as order_id,
        {{ clean_id('raw_store_id') }} as store_id,
        {{ clean_id('raw_product_id') }} as product_id,
        {{ clean_text('raw_category') }} as category,
        {{ as_decimal('raw_quantity', 'decimal(18, 4)') }} as quantity,
        {{ money('raw_net_amount') }} as net_amount,
        {{ money('raw_cost_amount') }} as cost_amount,
        raw_order_id,
        raw_store_id,
        raw_product_id,
        raw_category,
        raw_quantity,
        raw_net_amount,
        raw_cost_amount,
        is_left_out
    from raw_order_lines

)

select * from typed_order_lines

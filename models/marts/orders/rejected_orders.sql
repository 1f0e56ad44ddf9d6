with

rejected_orders as (

    select
        store_id,
        rejection_reason,
        {%- for column in raw_order_columns() %}
        {{ list_item('raw_texts', loop.index) }} as {{ column }},
        {%- endfor %}
        currency,
        source_gross_amount
    from {{ ref('customer_tiers', 'int_screened_orders') }}
    where rejection_reason is not null

)

select * from rejected_orders

{{ config(enabled=order_grain() == 'line') }}

with

counted_lines as (

    select
        *,
        {% if order_columns() -%}
        order_id is null or row_number() over (
            partition by order_id, store_id, currency, is_left_out
            order by
                case when rejection_reason is null then 0 else 1 end,
                case status_effect when 'counts' then 0 when 'returned' then 1 else 2 end,
                ordered_at nulls last,
                {{ raw_order_columns() | join(' nulls last,\n                ') }}
                nulls last
        ) = 1
        {%- else -%}
        true
        {%- endif %} as is_first_of_order
    from {{ ref('customer_tiers', 'int_judged_orders') }}

)

select * from counted_lines

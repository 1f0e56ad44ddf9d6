{#- By column, where its value may stand; the first that is there counts. -#}
{%- set own, of_order = 'orders.', 'order_values.' -%}
{%- set places = {
    'customer_id': [own ~ 'customer_id'],
    'store_id': [own ~ 'store_id', "'default'"],
    'order_status': [own ~ 'order_status', "'completed'"],
    'currency': [own ~ 'currency', "'" ~ setting('reporting_currency') ~ "'"],
    'channel': [own ~ 'channel'],
    'refunded_at': [own ~ 'refunded_at'],
    'gross_amount': [own ~ 'gross_amount'],
    'discount_amount': [own ~ 'discount_amount'],
    'refund_amount': [own ~ 'refund_amount'],
    'cost_amount': [own ~ 'cost_amount'],
} -%}
{%- set flags = {
    'has_unreadable_amount': ['discount_amount', 'refund_amount', 'cost_amount'],
    'has_unreadable_refund_date': ['refunded_at'],
    'has_conflicting_lines': [],
} -%}
{%- set has_lines = order_grain() == 'line' -%}
{%- for column in order_level_columns() -%}
    {#- What counts once per order is the same on all of its lines. -#}
    {%- do places[column].insert(0 if column in order_columns() else 1, of_order ~ column) -%}
{%- endfor -%}

with

orders as (

    select * from {{ ref('customer_tiers', 'stg_tiers__orders') }}

),

{% if has_lines -%}
order_values as (

    select * from {{ ref('customer_tiers', 'int_order_values') }}

),

{% endif -%}
filled_orders as (

    select
        orders.order_id,
        {%- for column, told in places.items() %}
        coalesce({{ told | join(', ') }}) as {{ column }},
        {%- endfor %}
        orders.ordered_at,
        orders.order_date,
        orders.category,
        orders.is_left_out,
        {%- for flag, unreadable in flags.items() %}
        {{ 'coalesce(order_values.' ~ flag ~ ', false)' if has_lines else 'false' }}
        {%- for column in unreadable %}
        or {{ is_unreadable('orders.' ~ column, 'orders.raw_' ~ column) }}
        {%- endfor %}
            as {{ flag }},
        {%- endfor %}
        {{ columns_of('orders', raw_order_columns()) }}
    from orders
    {%- if has_lines %}
    left join order_values
        on
            orders.order_id = order_values.order_id
            and orders.is_left_out = order_values.is_left_out
    {%- endif %}

)

select * from filled_orders

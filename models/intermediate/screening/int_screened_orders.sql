{{ config(materialized='table', post_hook="{{ check_screening() }}") }}

{%- set as_text = ' as ' ~ dbt.type_string() ~ ')' -%}
{%- set raw_texts =
    'cast(' ~ raw_order_columns() | join(as_text ~ ', cast(') ~ as_text %}

with

-- An order-level amount counts with the first accepted line, preferably one that
-- counts; if none is accepted, with the first of all.
orders_with_reasons as (

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
    from {{ ref('customer_tiers', 'int_orders_with_reasons') }}

),

orders_with_given_amounts as (

    select
        *,
        {{ once_per_order('gross_amount') }} as given_gross,
        coalesce({{ once_per_order('discount_amount') }}, 0) as given_discount,
        coalesce({{ once_per_order('refund_amount') }}, 0) as given_refund,
        {{ once_per_order('cost_amount') }} as given_cost,
        coalesce(status_effect = 'returned' and gross_amount > 0, false)
            as is_full_return,
        coalesce(status_effect = 'returned' and gross_amount <= 0, false)
            as is_credit
    from orders_with_reasons

),

orders_with_their_part as (

    select
        *,
        -- Returned on the order date: never a purchase.
        coalesce(status_effect = 'counts', false)
        or (is_full_return and reversal_date > order_date) as is_purchase
    from orders_with_given_amounts

),

screened_orders as (

    select
        store_id,
        order_id,
        customer_id,
        ordered_at,
        order_date,
        reversal_date,
        order_status,
        status_effect,
        is_purchase,
        is_full_return,
        currency,
        exchange_rate,
        given_gross as source_gross_amount,
        case
            when is_purchase
                then {{ in_reporting_currency('given_gross', 'exchange_rate') }}
            else 0
        end as gross_amount,
        case
            when is_purchase
                then {{ in_reporting_currency('given_discount', 'exchange_rate') }}
            else 0
        end as discount_amount,
        case
            when is_credit
                then {{ in_reporting_currency('-given_gross', 'exchange_rate') }}
            when status_effect = 'counts'
                then {{ in_reporting_currency('given_refund', 'exchange_rate') }}
            else 0
        end as refund_amount,
        case
            when is_purchase
                then {{ in_reporting_currency('given_cost', 'exchange_rate') }}
            when is_credit
                then -{{ in_reporting_currency('abs(given_cost)', 'exchange_rate') }}
            else 0
        end as cost_amount,
        channel,
        category,
        rejection_reason,
        -- One list costs a fifth of thirteen columns that are almost always empty.
        case
            when rejection_reason is not null
                then {{ dbt.array_construct([raw_texts]) }}
        end as raw_texts
    from orders_with_their_part

)

select * from screened_orders

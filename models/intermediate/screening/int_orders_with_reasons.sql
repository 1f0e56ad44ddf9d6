{#- Each amount in the reporting currency, in a type with enough room. -#}
{%- set wide = 'cast(cast(coalesce(%s_amount, 0) as decimal(19, 4)) * exchange_rate'
    ~ ' as decimal(28, 4))' -%}
{%- set gross = wide | replace('%s', 'gross') -%}
{%- set discount = wide | replace('%s', 'discount') -%}
{%- set refund = wide | replace('%s', 'refund') -%}
{%- set cost = wide | replace('%s', 'cost') -%}
{%- set overflow = 'try_cast(' ~ [
    gross, discount, refund, cost, gross ~ ' - ' ~ discount,
    gross ~ ' - ' ~ discount ~ ' - ' ~ refund
] | join(' as decimal(18, 4)) is null or try_cast(') ~ ' as decimal(18, 4)) is null' -%}
{%- set amounts = 'gross_amount, coalesce(discount_amount, 0), '
    ~ 'coalesce(refund_amount, 0), coalesce(cost_amount, 0)' -%}

with

aliases as (

    select * from {{ screened_aliases() }}
    where rejection_reason is null

),

candidates as (

    select
        orders.order_id,
        orders.account_id,
        orders.store_id,
        orders.ordered_at,
        orders.order_date,
        orders.refunded_at,
        orders.order_status,
        orders.currency,
        orders.gross_amount,
        orders.discount_amount,
        orders.refund_amount,
        orders.cost_amount,
        orders.channel,
        orders.category,
        orders.is_left_out,
        orders.has_conflicting_lines,
        orders.has_unreadable_amount,
        orders.has_unreadable_refund_date,
        orders.{{ raw_order_columns() | join(',\n        orders.') }},
        orders.duplicate_number,
        order_statuses.status_effect,
        coalesce(aliases.customer_id, orders.account_id) as customer_id,
        -- A refund can't come before its order.
        greatest(
            orders.order_date,
            coalesce(cast(orders.refunded_at as date), orders.order_date)
        ) as reversal_date,
        case
            when orders.currency = '{{ setting('reporting_currency') }}' then 1
            else rates.exchange_rate
        end as exchange_rate
    from {{ ref('customer_tiers', 'int_order_duplicates') }} as orders
    left join aliases on orders.account_id = aliases.alias_customer_id
    left join {{ rules('order_status_effects') }} as order_statuses
        on orders.order_status = order_statuses.order_status
    left join {{ daily_exchange_rates() }} as rates
        on
            orders.currency = rates.currency
            and orders.order_date = rates.rate_date

),

candidates_with_overflow as (

    select
        *,
        case
            -- Nearly all amounts are too small for that, alone or summed.
            when
                exchange_rate is null
                or cast(greatest({{ amounts }}, -least({{ amounts }})) as double)
                * cast(exchange_rate as double) < 1e13
                then false
            else {{ overflow }}
        end as has_overflow
    from candidates

),

orders_with_reasons as (

    select
        *,
        case
            when is_left_out then 'left_out'
            when order_id is null then 'missing_order_id'
            when duplicate_number > 1 then 'duplicate_order_id'
            when has_conflicting_lines then 'conflicting_lines'
            when customer_id is null then 'missing_customer'
            when ordered_at is null or has_unreadable_refund_date
                then 'invalid_timestamp'
            when least(ordered_at, refunded_at) < {{ earliest_credible_date() }}
                then 'incredible_timestamp'
            when reversal_date > {{ latest_credible_date() }} then 'future_timestamp'
            when gross_amount is null or has_unreadable_amount or has_overflow
                then 'invalid_amount'
            when least({{ amounts }}) < 0 and coalesce(status_effect, '') <> 'returned'
                then 'negative_amount'
            when status_effect is null then 'unknown_status'
            when exchange_rate is null then 'unknown_currency'
        end as rejection_reason
    from candidates_with_overflow

)

select * from orders_with_reasons

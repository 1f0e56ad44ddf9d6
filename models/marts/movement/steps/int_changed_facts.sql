{{ config(enabled=is_used('movement')) }}

with

moves as (

    select * from {{ ref('customer_tiers', 'int_label_moves') }}
    where
        is_newest
        and cause in ('behaviour', 'cuts')

),

told_metrics as (

    select * from {{ rules('movement_metrics') }}

),

tiers as (

    select * from {{ ref('customer_tiers', 'customer_tiers') }}

),

{% if is_used('value_type') -%}
value_types as (

    select * from {{ ref('customer_tiers', 'value_types') }}

),

{% endif -%}
facts as (

    select
        tiers.*,
        {{ known_if(is_used('value_type'), 'value_types.value_score', 'double') }}
            as value_score,
        {{ known_if(is_used('value_type'), 'value_types.volume_score', 'double') }}
            as volume_score
    from tiers
    {{ 'inner join value_types on ' ~ same_customer('tiers', 'value_types')
        if is_used('value_type') }}

),

changed_facts as (

    select
        moves.store_id,
        moves.customer_id,
        moves.as_of_date,
        moves.scheme,
        told_metrics.fact_rank,
        told_metrics.metric,
        told_metrics.is_told_unchanged,
        {{ metric_of_customer('past') }} as value_before,
        {{ metric_of_customer('today') }} as value_now
    from moves
    inner join told_metrics on moves.scheme = told_metrics.scheme
    inner join facts as today on {{ same_customer('moves', 'today') }}
    inner join facts as past
        on
            moves.store_id = past.store_id
            and moves.customer_id = past.customer_id
            and moves.previous_as_of_date = past.as_of_date

)

select * from changed_facts

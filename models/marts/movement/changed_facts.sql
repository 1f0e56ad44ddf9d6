{%- set metrics = movement_metrics() -%}

with

moves as (

    select * from {{ ref('label_moves') }}
    where
        is_newest
        and cause in ('behaviour', 'cuts')

),

told_metrics as (

    select * from {{ ref('movement_metrics') }}

),

facts as (

    select
        tiers.*
        {%- if is_used('value_type') %},
        value_types.value_score,
        value_types.volume_score
        {%- endif %}
    from {{ ref('customer_tiers') }} as tiers
    {%- if is_used('value_type') %}
    inner join {{ ref('value_types') }} as value_types
        on {{ same_customer('tiers', 'value_types') }}
    {%- endif %}

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
        {%- for date, column in [('past', 'value_before'), ('today', 'value_now')] %}
        case told_metrics.metric
            {%- for metric in metrics %}
            when '{{ metric }}' then cast({{ date }}.{{ metric }} as double)
            {%- endfor %}
        end as {{ column }}
        {{- ',' if not loop.last }}
        {%- endfor %}
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

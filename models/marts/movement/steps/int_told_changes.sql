{{ config(enabled=is_used('movement')) }}
{%- set labels = label_columns() -%}

with

-- The newest date and the one before it.
as_of_dates as (

    select * from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where is_newest and movement_version is not null

),

told_metrics as (

    select
        told.*,
        metrics.quantity
    from {{ rules('movement_metrics') }} as told
    inner join {{ rules('tier_metrics') }} as metrics on told.metric = metrics.metric

),

quantities as (

    select * from {{ ref('customer_tiers', 'int_quantities') }}

),

sentences as (

    select * from {{ ref('customer_tiers', 'int_sentences') }}
    where scheme = 'movement_fact'

),

facts as (

    select
        tiers.*,
        {{ known_if('value_type' in labels, 'value_types.value_score', 'double') }}
            as value_score,
        {{ known_if('value_type' in labels, 'value_types.volume_score', 'double') }}
            as volume_score
    from {{ ref('customer_tiers', 'customer_tiers') }} as tiers
    inner join as_of_dates
        on tiers.as_of_date in (as_of_dates.as_of_date, as_of_dates.previous_as_of_date)
    {%- if 'value_type' in labels %}
    inner join {{ ref('customer_tiers', 'value_types') }} as value_types
        on {{ same_customer('tiers', 'value_types') }}
    {%- endif %}

),

-- Of the schemes in which the label is another than before.
changed_facts as (

    select
        today.store_id,
        today.customer_id,
        today.as_of_date,
        told_metrics.*,
        {{ metric_of_customer('past') }} as value_before,
        {{ metric_of_customer('today') }} as value_now
    from facts as today
    inner join facts as past
        on
            today.store_id = past.store_id
            and today.customer_id = past.customer_id
            and today.as_of_date > past.as_of_date
    cross join {{ schemes_of(labels) }}
    inner join told_metrics on schemes.scheme = told_metrics.scheme
    where
        {{ label_of_scheme(labels, '', 'today') }}
        <> {{ label_of_scheme(labels, '', 'past') }}

),

-- Values that look the same count as unchanged, whatever their hidden decimals.
changes as (

    select
        facts.*,
        {{- digits_of({
            'before': ['facts.value_before', 'words'],
            'now': ['facts.value_now', 'words']
        }) }}
        case
            when facts.value_before is null and facts.value_now is null then null
            when facts.value_before is null then 'gained'
            when facts.value_now is null then 'lost'
            when before_digits = now_digits
                then case when facts.is_told_unchanged then 'same' end
            when facts.value_now > facts.value_before then 'up'
            else 'down'
        end as direction
    from changed_facts as facts
    inner join quantities as words on facts.quantity = words.quantity

),

told_changes as (

    select
        changes.store_id,
        changes.customer_id,
        changes.as_of_date,
        changes.scheme,
        changes.fact_rank,
        {{ told_change('en') }} as fact_en,
        {{ told_change('zh') }} as fact_zh
    from changes
    inner join quantities as words on changes.quantity = words.quantity
    {{ join_quantities(['day_ago']) }}
    inner join sentences
        on changes.metric = sentences.metric and changes.direction = sentences.level

)

select * from told_changes

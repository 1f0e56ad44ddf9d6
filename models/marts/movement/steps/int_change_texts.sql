{{ config(enabled=is_enabled('movement')) }}
{%- set labels = label_columns() -%}

with

-- The newest date and the one before it.
as_of_dates as (

    select * from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where is_newest and movement_version is not null

),

shown_metrics as (

    select
        told.*,
        metrics.quantity
    from {{ rules('migration_metrics') }} as told
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
        {{ if_enabled('value_type' in labels, 'value_types.value_score', 'double') }}
            as value_score,
        {{ if_enabled('value_type' in labels, 'value_types.volume_score', 'double') }}
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
        shown_metrics.*,
        {{ metric_of_customer('past') }} as previous_value,
        {{ metric_of_customer('today') }} as current_value
    from facts as today
    inner join facts as past
        on
            today.store_id = past.store_id
            and today.customer_id = past.customer_id
            and today.as_of_date > past.as_of_date
    cross join {{ schemes_of(labels) }}
    inner join shown_metrics on schemes.scheme = shown_metrics.scheme
    where
        {{ label_of_scheme(labels, '', 'today') }}
        <> {{ label_of_scheme(labels, '', 'past') }}

),

-- Values that look the same count as unchanged, whatever their hidden decimals.
changes as (

    select
        facts.*,
        {{- digits_of({
            'before': ['facts.previous_value', 'words'],
            'now': ['facts.current_value', 'words']
        }) }}
        case
            when facts.previous_value is null and facts.current_value is null then null
            when facts.previous_value is null then 'gained'
            when facts.current_value is null then 'lost'
            when before_digits = now_digits
                then case when facts.is_always_shown then 'same' end
            when facts.current_value > facts.previous_value then 'up'
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
        {{ change_text('en') }} as fact_en,
        {{ change_text('zh') }} as fact_zh
    from changes
    inner join quantities as words on changes.quantity = words.quantity
    {{ join_quantities(['day_ago']) }}
    inner join sentences
        on changes.metric = sentences.metric and changes.direction = sentences.level

)

select * from told_changes

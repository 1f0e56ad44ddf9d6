{{ config(enabled=is_used('movement')) }}

with

changed_facts as (

    select * from {{ ref('customer_tiers', 'int_changed_facts') }}

),

metrics as (

    select * from {{ rules('tier_metrics') }}

),

quantities as (

    select * from {{ ref('customer_tiers', 'int_quantities') }}

),

sentences as (

    select * from {{ ref('customer_tiers', 'int_sentences') }}
    where scheme = 'movement_fact'

),

-- What reads alike has not changed, whatever a further decimal says.
changes as (

    select
        facts.*,
        metrics.quantity,
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
    inner join metrics on facts.metric = metrics.metric
    inner join quantities as words on metrics.quantity = words.quantity

),

told_facts as (

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

),

told_changes as (

    select
        store_id,
        customer_id,
        as_of_date,
        {%- for language, comma in [('en', ', '), ('zh', '，')] %}
        concat_ws(
            '{{ comma }}',
            {%- for rank in range(1, 4) %}
            max(case when fact_rank = {{ rank }} then fact_{{ language }} end),
            {%- endfor %}
            max(case when fact_rank = 4 then fact_{{ language }} end)
        ) as facts_{{ language }},
        {%- endfor %}
        scheme
    from told_facts
    group by store_id, customer_id, as_of_date, scheme

)

select * from told_changes

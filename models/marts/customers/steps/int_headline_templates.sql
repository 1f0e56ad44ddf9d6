{{ config(enabled=is_enabled('explanations')) }}

with

labels as (

    select * from {{ rules('tier_labels') }}

),

sentences as (

    select * from {{ ref('customer_tiers', 'int_sentences') }}
    where scheme = 'headline'

),

-- Once for each combination of labels, not for each customer.
headlines as (

    select
        segments.label as rfm_segment,
        abc_classes.label as abc_class,
        lifecycle_stages.label as lifecycle_stage,
        {%- for scheme in headline_schemes() %}
        {{ scheme }}_labels.label as {{ label_columns()[scheme] }},
        {%- endfor %}
        {{ headline_of_labels('en') }} as headline_en,
        {{ headline_of_labels('zh') }} as headline_zh
    from labels as segments
    inner join labels as abc_classes
        on
            segments.scheme = 'rfm'
            and abc_classes.scheme = 'abc'
            and (segments.label = 'no_purchase') = (abc_classes.label = 'no_purchase')
    inner join labels as lifecycle_stages
        on
            lifecycle_stages.scheme = 'lifecycle'
            and (segments.label = 'no_purchase')
            = (lifecycle_stages.label = 'prospect')
    {%- for scheme in headline_schemes() %}
    inner join labels as {{ scheme }}_labels
        on
            {{ scheme }}_labels.scheme = '{{ scheme }}'
            {%- if scheme in schemes_of_buyers() %}
            and (segments.label = 'no_purchase')
            = ({{ scheme }}_labels.label = 'no_purchase')
            {%- endif %}
    inner join sentences as {{ scheme }}_phrases
        on {{ scheme }}_phrases.metric = '{{ scheme }}'
    {%- endfor %}
    inner join sentences
        on
            sentences.metric is null
            and sentences.level = case
                when lifecycle_stages.label in ('prospect', 'lapsed')
                    then lifecycle_stages.label
                else '*'
            end

)

select * from headlines

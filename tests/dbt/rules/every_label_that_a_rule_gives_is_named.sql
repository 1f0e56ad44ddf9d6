{{ config(enabled=is_tested(['tier_labels'])) }}

-- A label that a rule seed gives and tier_labels does not name, or that no rule gives;
-- or a class, stage or level whose rank differs between its rule and its label.
with

given as (

    {%- for scheme, seed, label, level_rank in [
        ('rfm', 'rfm_segment_cells', 'rfm_segment', none),
        ('rfm_value', 'rfm_value_segments', 'rfm_value_segment', none),
        ('abc', 'abc_classes', 'abc_class', 'class_rank'),
        ('abc_margin', 'abc_classes', 'abc_class', 'class_rank'),
        ('lifecycle', 'lifecycle_rules', 'lifecycle_stage', 'stage_rank'),
        ('loyalty', 'loyalty_rules', 'loyalty_level', 'level_rank'),
        ('value_type', 'value_type_rules', 'value_type', none),
        ('man', 'man_codes', 'man_profile', none),
        ('grade', 'customer_grade_rules', 'customer_grade', none),
    ] %}

    select distinct
        '{{ scheme }}' as scheme,
        {{ label }} as label,
        cast({{ level_rank or 'null' }} as integer) as label_rank
    from {{ ref('customer_tiers', seed) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

named as (

    select
        scheme,
        label,
        label_rank
    from {{ rules('tier_labels') }}
    where label <> 'no_purchase'

),

schemes as (

    select distinct scheme from given

)

select
    named.scheme,
    named.label,
    given.scheme as given_scheme,
    given.label as given_label
from named
full outer join given
    on named.scheme = given.scheme and named.label = given.label
where
    given.label is null and named.scheme in (select schemes.scheme from schemes)
    or named.label is null
    or named.label_rank <> given.label_rank

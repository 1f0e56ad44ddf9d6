-- Labels without an action in the playbook, and actions for labels that there are not.
with

labels as (

    select
        'rfm' as scheme,
        rfm_segment as label
    from {{ ref('rfm_segments') }}
    union all
    select
        'rfm_value' as scheme,
        rfm_value_segment as label
    from {{ ref('rfm_value_segments') }}
    union all
    select
        'abc' as scheme,
        abc_class as label
    from {{ ref('abc_classes') }}
    union all
    select
        'abc_margin' as scheme,
        abc_class as label
    from {{ ref('abc_classes') }}
    union all
    select
        'lifecycle' as scheme,
        lifecycle_stage as label
    from {{ ref('lifecycle_rules') }}
    union all
    select
        'loyalty' as scheme,
        loyalty_level as label
    from {{ ref('loyalty_rules') }}
    union all
    select
        'value_type' as scheme,
        value_type as label
    from {{ ref('value_type_rules') }}
    union all
    select
        'man' as scheme,
        man_profile as label
    from {{ ref('man_codes') }}
    union all
    select
        'key_account' as scheme,
        key_account_status as label
    from {{ ref('key_account_statuses') }}
    union all
    select
        'grade' as scheme,
        customer_grade as label
    from {{ ref('customer_grade_labels') }}
    union all
    select
        'buying_style' as scheme,
        buying_style as label
    from {{ ref('buying_style_labels') }}

)

select
    labels.scheme,
    labels.label,
    playbook.scheme as playbook_scheme,
    playbook.label as playbook_label
from labels
full outer join {{ ref('playbook') }} as playbook
    on labels.scheme = playbook.scheme and labels.label = playbook.label
where labels.label is null or playbook.label is null

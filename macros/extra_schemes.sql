{% macro extra_schemes() %}
    {{ return({
        'abc_margin': {'model': 'abc_margin_tiers', 'label': 'abc_margin_class'},
        'loyalty': {'model': 'loyalty_levels', 'label': 'loyalty_level'},
        'value_type': {'model': 'value_types', 'label': 'value_type'},
        'man': {'model': 'man_profiles', 'label': 'man_profile'},
        'key_account': {'model': 'key_accounts', 'label': 'key_account_status'},
        'grade': {'model': 'customer_grades', 'label': 'customer_grade'},
        'buying_style': {'model': 'buying_styles', 'label': 'buying_style'},
    }) }}
{% endmacro %}

{% macro label_columns() %}
    {%- set labels = {
        'rfm': 'rfm_segment',
        'rfm_value': 'rfm_value_segment',
        'abc': 'abc_class',
        'lifecycle': 'lifecycle_stage',
    } -%}
    {%- for scheme, model in extra_schemes().items() if is_used(scheme) -%}
        {%- do labels.update({scheme: model.label}) -%}
    {%- endfor -%}
    {{ return(labels) }}
{% endmacro %}

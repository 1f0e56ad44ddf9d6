{% macro label_columns() %}
    {{ return({
        'rfm': 'rfm_segment',
        'rfm_value': 'rfm_value_segment',
        'abc': 'abc_class',
        'lifecycle': 'lifecycle_stage',
    }) }}
{% endmacro %}

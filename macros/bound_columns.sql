{#- All bounds of a scheme's scores in one row: one join in place of one for each score. -#}
{% macro bound_columns(scheme, metrics, last_level) -%}
    {%- for metric in metrics -%}
        {%- set outer_loop = loop -%}
        {%- for level in range(2, last_level + 1) -%}
        max(
            case
                when
                    scheme = '{{ scheme }}'
                    and metric = '{{ metric }}'
                    and level_rank = {{ level }}
                    then {{ 'upper_bound' if metric in falling_metrics() else 'lower_bound' }}
            end
        ) as {{ scheme }}_{{ metric }}_{{ level }}
        {{- ',
        ' if not (loop.last and outer_loop.last) }}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}
